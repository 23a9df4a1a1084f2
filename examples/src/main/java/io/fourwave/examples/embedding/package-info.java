/** How to use the stack where packets come from somewhere else: no TUN, no root, no thread. */
package io.fourwave.examples.embedding;
