package io.fourwave.examples.ssh;

import java.nio.file.Path;

/**
 * Who may log in to the ssh server, and what they find.
 *
 * @param user the one user there is
 * @param password the user's
 * @param authorizedKeys a file of public keys as OpenSSH has it; null for none
 * @param hostKey where the server's own key is kept; made when it is not there
 * @param files the directory that users see, and nothing above it; null for a fresh temporary one
 */
public record SshSettings(
    String user, String password, Path authorizedKeys, Path hostKey, Path files) {}
