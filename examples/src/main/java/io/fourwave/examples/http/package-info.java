/**
 * A web server on port 80 of the stack, by Netty: as it is, but for the selector provider that it
 * is given.
 */
package io.fourwave.examples.http;
