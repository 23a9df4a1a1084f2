/** The experiments, one a file: each reads as the story that it tells. */
package io.fourwave.examples.lab.experiments;
