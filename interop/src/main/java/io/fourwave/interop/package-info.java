/**
 * Other people's servers and clients, as they are, on the stack: each a main method that knows
 * nothing of Fourwave, run as {@code ./fourwave run} runs it.
 */
package io.fourwave.interop;
