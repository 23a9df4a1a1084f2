/** {@code fourwave serve}: the device, the stack on it, and the services on the stack. */
package io.fourwave.examples.serve;
