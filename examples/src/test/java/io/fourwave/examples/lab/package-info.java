/** What integration tests stand on: a network of their own, real programs, real captures. */
package io.fourwave.examples.lab;
