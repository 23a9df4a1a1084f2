/** The front door of the stack: {@link io.fourwave.NetworkStack}. */
package io.fourwave;
