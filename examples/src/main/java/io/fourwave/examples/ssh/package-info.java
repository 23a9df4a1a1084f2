/**
 * An ssh server on the stack (RFC 4251 to 4254): Apache MINA SSHD, whose connections are the
 * stack's by way of the JDK's asynchronous channels.
 */
package io.fourwave.examples.ssh;
