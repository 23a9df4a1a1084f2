/**
 * What happened and by which rule, for people: listens to TCP's observer and writes lines in the
 * manner of tcpdump, with the state before and after and the place in an RFC that decided.
 *
 * <p>Listens only; nobody but the front door knows it. Allocates, as text does: not for the hot
 * path.
 */
package io.fourwave.trace;
