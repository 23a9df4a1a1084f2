/**
 * The small services of old, each a file that reads as documentation, and the accept loop they
 * share. They see sockets and nothing else of the stack.
 */
package io.fourwave.examples.service;
