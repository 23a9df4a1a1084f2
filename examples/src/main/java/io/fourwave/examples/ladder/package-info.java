/**
 * Pictures of a recording: the ladder diagram with both ends' states, the state diagram with the
 * path walked, the narration, as one page that needs nothing else. Data in, text out.
 */
package io.fourwave.examples.ladder;
