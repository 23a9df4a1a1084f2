/** Deadlines in, expiries out. Imports nothing of ours and reads no clock. */
package io.fourwave.time;
