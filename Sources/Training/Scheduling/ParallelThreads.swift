import Foundation
import Synchronization

/// Threads of their own, so that long trials never starve Swift's cooperative pool.
package enum ParallelThreads {
  /// The stack of a worker, in bytes: evaluation and synthesis keep small arrays on it.
  private static let stackSize = 8 << 20

  /// Starts one thread that nobody waits for; throws where the system gives none.
  ///
  /// Not by `Thread`, which does not tell that its thread never began.
  package static func start(_ body: @escaping @Sendable () -> Void) throws(ThreadRefusal) {
    let work = Unmanaged.passRetained(Work(body))
    let code = withUnsafeTemporaryAllocation(of: pthread_attr_t.self, capacity: 1) { room in
      guard let attributes = room.baseAddress else { return EAGAIN }
      pthread_attr_init(attributes)
      defer { pthread_attr_destroy(attributes) }
      pthread_attr_setstacksize(attributes, stackSize)
      pthread_attr_setdetachstate(attributes, Int32(PTHREAD_CREATE_DETACHED))
      return create(attributes, work)
    }
    guard code == 0 else {
      work.release()
      throw ThreadRefusal(code: code)
    }
  }

  private static func create(_ attributes: UnsafePointer<pthread_attr_t>, _ work: Unmanaged<Work>) -> Int32 {
    #if canImport(Darwin)
      var thread: pthread_t?
      return pthread_create(
        &thread, attributes,
        {
          Work.run($0)
          return nil
        }, work.toOpaque())
    #else
      var thread = pthread_t()
      return pthread_create(
        &thread, attributes,
        {
          $0.map(Work.run)
          return nil
        }, work.toOpaque())
    #endif
  }

  /// What a thread takes with it through the C interface.
  private final class Work: Sendable {
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    static func run(_ argument: UnsafeMutableRawPointer) {
      Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
    }
  }

  /// Runs `body` for 0 ..< count, each on a thread of its own, and returns the results in order.
  ///
  /// What the system gives no thread for is done on this one.
  package static func map<Value: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> Value) -> [Value] {
    let results = Collected<Value>()
    let group = DispatchGroup()
    for index in 0..<count {
      group.enter()
      let work: @Sendable () -> Void = {
        let value = body(index)
        results.values.withLock { $0[index] = value }
        group.leave()
      }
      do { try start(work) } catch { work() }
    }
    group.wait()
    return results.values.withLock { values in (0..<count).compactMap { values[$0] } }
  }

  private final class Collected<Value: Sendable>: Sendable {
    let values = Mutex<[Int: Value]>([:])
  }
}

/// The system gives no thread, for want of memory or by a limit.
package struct ThreadRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// The system's error number.
  let code: Int32

  package var description: String {
    "cannot start a thread: \(String(cString: strerror(code))); memory (ulimit -v) or threads (ulimit -u) are limited"
  }
}
