/** The command line. Each command is in a package of its own, as are the services. */
package io.fourwave.examples;
