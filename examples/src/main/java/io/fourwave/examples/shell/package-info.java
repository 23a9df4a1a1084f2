/** What the shells behind Telnet and ssh have in common: the commands that show the stack. */
package io.fourwave.examples.shell;
