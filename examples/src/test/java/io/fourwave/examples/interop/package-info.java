/** The stack against the kernel's own TCP, over a real device. */
package io.fourwave.examples.interop;
