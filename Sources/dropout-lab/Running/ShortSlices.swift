import CThreads

/// What shall be over soon where more threads want to compute than there are processors.
enum ShortSlices {
  /// The least that Linux gives, in nanoseconds.
  private static let shortest: UInt64 = 100_000

  /// Does something of a few milliseconds in many short slices of time rather than few long ones.
  ///
  /// A slice of 3 ms waits until each of the others has had its own, and with seven threads for two processors two
  /// slices wait longer than they compute. The share of time stays what it was (Linux, sched-eevdf: latency requests).
  static func during<Value>(_ body: () throws -> Value) rethrows -> Value {
    dl_prefer_slices(shortest)
    defer { dl_prefer_slices(0) }
    return try body()
  }
}
