import Dispatch

/// Values that do not depend on each other, made on all cores.
enum Concurrently {
  /// Returns the values of the indices below `count` in their order, whichever was made first.
  static func map<Value: Sendable>(_ count: Int, _ make: @Sendable (Int) -> Value) -> [Value] {
    let slots = UnsafeMutableBufferPointer<Value?>.allocate(capacity: count)
    slots.initialize(repeating: nil)
    defer { slots.deinitialize().deallocate() }
    // Every index is written once, by one thread, and read after all have ended.
    nonisolated(unsafe) let shared = slots
    DispatchQueue.concurrentPerform(iterations: count) { shared[$0] = make($0) }
    return slots.compactMap { $0 }
  }
}
