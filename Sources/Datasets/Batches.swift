/// An order of examples cut into batches of one size; the last one may be smaller.
package struct Batches: RandomAccessCollection, Hashable, Sendable {
  /// Indices within the examples, all of them once.
  package let order: [UInt32]
  package let size: Int

  init(order: [UInt32], size: Int) {
    precondition(size > 0, "a batch has at least one example, not \(size)")
    self.order = order
    self.size = size
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { (order.count + size - 1) / size }
  package subscript(index: Int) -> ArraySlice<UInt32> {
    order[index * size..<Swift.min((index + 1) * size, order.count)]
  }
}
