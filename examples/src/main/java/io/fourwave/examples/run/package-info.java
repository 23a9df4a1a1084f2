/**
 * {@code fourwave run}: a Java program as it is, with all its {@code java.nio} TCP over the stack.
 * The program is started by {@code java} itself; we are an agent that comes first.
 */
package io.fourwave.examples.run;
