/**
 * A peer, or somebody between, that means harm. Which test shows the answer to which attack:
 *
 * <table>
 *   <caption>Attacks</caption>
 *   <tr><th>attack</th><th>answer</th><th>test</th></tr>
 *   <tr><td>SYN flood</td><td>half-open connections bounded, then cookies</td>
 *     <td>ExhaustionTest, SynCookiesTest, SynFloodIT</td></tr>
 *   <tr><td>ACK flood against cookies</td><td>one hash each, recent slots only</td>
 *     <td>SynCookiesTest</td></tr>
 *   <tr><td>blind resets, SYNs, ACKs</td><td>challenges (RFC 5961)</td><td>ChallengeTest</td></tr>
 *   <tr><td>counting what a shared limit has left (CVE-2016-5696, CVE-2020-25705)</td>
 *     <td>limits by connection, and by a secret hash of the address</td>
 *     <td>ChallengeSideChannelTest, IcmpErrorsSentTest</td></tr>
 *   <tr><td>two ends that answer each other for ever</td><td>ten answers in five seconds</td>
 *     <td>ChallengeTest.twoEndsOutOfStepDoNotChatterForEver</td></tr>
 *   <tr><td>crumbs out of order (SegmentSmack)</td><td>1,024 ranges</td>
 *     <td>SegmentSmackTest</td></tr>
 *   <tr><td>fragments that never end (FragmentSmack)</td><td>memory and time bounded</td>
 *     <td>ip.FragmentLimitsTest</td></tr>
 *   <tr><td>tiny MSS</td><td>a floor of 48</td><td>SegmentSizeTest.aPeerCannotAskForCrumbs</td></tr>
 *   <tr><td>optimistic ACKs</td><td>challenged; nothing is released</td>
 *     <td>CongestionTest.anAcknowledgementOfWhatWasNeverSentReleasesNothing</td></tr>
 *   <tr><td>ACK division</td><td>octets count, not ACKs</td>
 *     <td>CongestionTest.acknowledgingASegmentInManyPartsReleasesNoMoreThanAtOnce</td></tr>
 *   <tr><td>forged duplicate ACKs</td><td>no more than was in flight</td>
 *     <td>FastRetransmitTest.forgedDuplicatesReleaseNoMoreThanWasInFlight</td></tr>
 *   <tr><td>windows closed for ever (sockstress)</td>
 *     <td>the oldest of too many closed sockets is reset</td>
 *     <td>ExhaustionTest.ofManyClosedSocketsWhosePeersTakeNothingTheOldestIsReset</td></tr>
 *   <tr><td>peers that vanish (NAPTHA)</td><td>R2, FIN-WAIT-2 timeout</td>
 *     <td>ExhaustionTest.aClosedSocketDoesNotOutliveItsSilentPeer</td></tr>
 *   <tr><td>TIME-WAIT without end</td><td>a limit; the oldest ends early</td>
 *     <td>TimeWaitTest, TimeWaitTableTest</td></tr>
 *   <tr><td>TIME-WAIT assassination</td><td>resets ignored (RFC 1337)</td><td>TimeWaitTest</td></tr>
 *   <tr><td>guessed ports</td><td>algorithm 2 of RFC 6056</td><td>PortAllocatorTest</td></tr>
 *   <tr><td>guessed sequence numbers, clocks, identifications</td>
 *     <td>SipHash (RFC 6528), random (RFC 7739)</td>
 *     <td>InitialSequenceNumberTest, NmapIT</td></tr>
 *   <tr><td>ICMP errors forged</td><td>the quote has to be in flight (RFC 5927)</td>
 *     <td>IcmpErrorTest</td></tr>
 *   <tr><td>keys that collide in a hash table</td><td>every table that strangers fill is keyed</td>
 *     <td>KeyedTablesTest</td></tr>
 * </table>
 */
package io.fourwave.tcp.hostile;
