/// A fixed number of doubles, zero at first: statistics that kernels write.
///
/// A class because it owns memory; one trial owns it and uses it on one thread.
package final class DoubleBuffer {
  package let count: Int
  package let base: UnsafeMutablePointer<Double>

  /// Allocates `count` numbers of one value.
  package init(_ count: Int, value: Double = 0) {
    precondition(count >= 0, "a buffer cannot hold \(count) doubles")
    self.count = count
    base = .allocate(capacity: count)
    base.initialize(repeating: value, count: count)
  }

  deinit { base.deallocate() }

  /// The doubles as an array.
  package var values: [Double] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
