import CKernels

/// A fixed number of floats, zero at first, aligned for the widest vectors.
///
/// A class because it owns memory; one trial owns it and uses it on one thread.
package final class FloatBuffer {
  package let count: Int
  package let base: UnsafeMutablePointer<Float>

  /// Allocates `count` zeros, with room for one more vector behind them.
  ///
  /// What fills half a large page or more takes all of it: maps are walked with strides of a small page.
  package init(_ count: Int) {
    precondition(count >= 0, "a buffer cannot hold \(count) floats")
    self.count = count
    let page = Int(DL_LARGE_PAGE)
    let needed = (count + 16) * MemoryLayout<Float>.stride
    let rest = needed % page
    let bytes = rest >= page / 2 ? needed - rest + page : needed
    let isLarge = bytes >= page
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: isLarge ? page : 64)
    if isLarge { dl_prefer_large_pages(memory, bytes) }
    base = memory.initializeMemory(as: Float.self, repeating: 0, count: count + 16)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  /// The floats as an array.
  package var values: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }

  /// Sets every float to zero.
  package func clear() { base.update(repeating: 0, count: count) }
}
