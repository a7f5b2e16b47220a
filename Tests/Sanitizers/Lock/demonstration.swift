import Foundation
import Synchronization

/// A number that two threads add to; what guards it is said by the argument: `lock`, or `nothing` for the second.
final class Sum: @unchecked Sendable {
  let lock = Mutex(())
  var value = 0
}

let sum = Sum()
let isLocked = CommandLine.arguments.last == "lock"
let held = DispatchSemaphore(value: 0)
let done = DispatchSemaphore(value: 0)

Thread {
  sum.lock.withLock { _ in
    held.signal()
    // The second comes in the meantime and has to wait, where it takes the lock.
    Thread.sleep(forTimeInterval: 0.3)
    sum.value += 1
  }
  done.signal()
}.start()
held.wait()
Thread {
  if isLocked { sum.lock.withLock { _ in sum.value += 1 } } else { sum.value += 1 }
  done.signal()
}.start()
done.wait()
done.wait()
