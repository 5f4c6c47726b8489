/// `./sallyport bench`: what Sallyport costs, as ratios measured in one run on the same machine.
///
/// A [Scenario] measures what is ours and the floor beneath it in turns, round for round, so that a machine
/// that changes its speed changes both; a figure is the median of its rounds. Beside the time that passed
/// stands the processor time, which other programs on the machine disturb less.
///
/// Nodes are started as an operator starts them, by the launcher, on a temporary folder, on free ports of
/// 127.0.0.1, and are stopped at the end. What a goal is and where it was missed stands in
/// docs/performance.md.
@NullMarked
package dev.sallyport.bench;

import org.jspecify.annotations.NullMarked;
