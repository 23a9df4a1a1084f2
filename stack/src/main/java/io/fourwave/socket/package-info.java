/**
 * Sockets that block: bytes in and out, from any thread. No protocol is in here: calls go to the
 * event loop's mailbox, bytes through the connection's rings, and events open the gates at which
 * threads wait.
 */
package io.fourwave.socket;
