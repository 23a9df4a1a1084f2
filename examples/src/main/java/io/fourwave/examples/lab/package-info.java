/**
 * The lab: experiments with TCP that say what they do, why the stack did what it did, and whether
 * it was what the RFC has; over a TUN against the kernel, or between two hosts in virtual time.
 */
package io.fourwave.examples.lab;
