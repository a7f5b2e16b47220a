import CKernels

/// Draws the 64-bit numbers of one step and example of a stream in order: two per block.
package struct RandomGenerator: RandomNumberGenerator, Sendable {
  private let stream: RandomStream
  private let step: Int
  private let example: Int
  private var drawn = 0

  init(stream: RandomStream, step: Int, example: Int) {
    self.stream = stream
    self.step = step
    self.example = example
  }

  /// Returns the next 64 bits.
  package mutating func next() -> UInt64 {
    defer { drawn += 1 }
    return stream.longWord(unit: drawn, example: example, step: step)
  }
}

// MARK: - Numbers and orders

extension RandomGenerator {
  /// Returns the next uniform of 53 bits in [0, 1).
  package mutating func uniform() -> Double { dl_uniform_of_word(next()) }

  /// Returns the next standard normal number.
  package mutating func normal() -> Double { dl_normal_of_word(next()) }

  /// Returns an unbiased integer in 0 ..< bound (Lemire 2019, "Fast random integer generation in an interval").
  package mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "no integer lies in 0 ..< \(bound)")
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let surplus = (0 &- bound) % bound
      while product.low < surplus { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// Shuffles by Fisher and Yates from the top; the standard library's shuffle may change between versions.
  package mutating func shuffle<Items: MutableCollection & RandomAccessCollection>(_ items: inout Items)
  where Items.Index == Int {
    for last in stride(from: items.count - 1, to: 0, by: -1) {
      items.swapAt(items.startIndex + last, items.startIndex + integer(below: last + 1))
    }
  }

  /// Returns `count` different integers of 0 ..< bound in random order.
  package mutating func choose(_ count: Int, below bound: Int) -> [Int] {
    precondition((0...bound).contains(count), "cannot choose \(count) of \(bound)")
    var items = Array(0..<bound)
    for place in 0..<count { items.swapAt(place, place + integer(below: bound - place)) }
    return Array(items.prefix(count))
  }
}
