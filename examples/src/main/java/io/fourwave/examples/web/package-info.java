/**
 * A running stack in a browser: connections, the ladder as it grows, and buttons that lose packets.
 * An operator's view, on the kernel's side; not one of the stack's services.
 */
package io.fourwave.examples.web;
