/**
 * Looking into a running stack from another shell: a socket in the file system, and its clients.
 */
package io.fourwave.examples.control;
