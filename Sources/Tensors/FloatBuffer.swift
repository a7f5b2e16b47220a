import CKernels

/// A fixed number of floats, zero at first, aligned for the widest vectors.
///
/// A class because it owns memory; one trial owns it and uses it on one thread.
package final class FloatBuffer {
  package let count: Int
  package let base: UnsafeMutablePointer<Float>

  /// Allocates `count` zeros, with room for one more vector behind them.
  package init(_ count: Int) {
    precondition(count >= 0, "a buffer cannot hold \(count) floats")
    self.count = count
    let bytes = (count + 16) * MemoryLayout<Float>.stride
    let isLarge = bytes >= DL_LARGE_PAGE
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: isLarge ? DL_LARGE_PAGE : 64)
    if isLarge { dl_prefer_large_pages(memory, bytes) }
    base = memory.initializeMemory(as: Float.self, repeating: 0, count: count + 16)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  /// The floats as an array.
  package var values: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }

  /// Sets every float to zero.
  package func clear() { base.update(repeating: 0, count: count) }
}
