/** {@code fourwave fetch}: an outbound connection of the stack's, with HTTP on it. */
package io.fourwave.examples.fetch;
