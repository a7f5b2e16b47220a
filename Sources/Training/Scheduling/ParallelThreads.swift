import Foundation
import Synchronization

/// Threads of their own, so that long trials never starve Swift's cooperative pool.
package enum ParallelThreads {
  /// The stack of a worker, in bytes: evaluation and synthesis keep small arrays on it.
  private static let stackSize = 8 << 20

  /// Starts one thread.
  package static func start(name: String, _ body: @escaping @Sendable () -> Void) {
    let thread = Thread(block: body)
    thread.stackSize = stackSize
    thread.name = name
    thread.start()
  }

  /// Runs `body` for 0 ..< count, each on a thread of its own, and returns the results in order.
  package static func map<Value: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> Value) -> [Value] {
    let results = Collected<Value>()
    let group = DispatchGroup()
    for index in 0..<count {
      group.enter()
      start(name: "worker \(index)") {
        let value = body(index)
        results.values.withLock { $0[index] = value }
        group.leave()
      }
    }
    group.wait()
    return results.values.withLock { values in (0..<count).compactMap { values[$0] } }
  }

  private final class Collected<Value: Sendable>: Sendable {
    let values = Mutex<[Int: Value]>([:])
  }
}
