import Datasets
import Randomness
import Testing

struct BatchesTests {
  private func examples() throws -> Examples {
    let spec = DatasetSpec(source: .folder(path: "f"), training: 10, validation: 0, test: 6, normalization: .none)
    return try smallFiles().dataset(from: .folder(path: "f")).deal(spec, seed: 1, replicate: 0).training
  }

  @Test
  func `batches hold every example once, the last one what is left`() throws {
    let examples = try examples()
    let batches = examples.batches(of: 4, shuffledBy: RandomPlan(seed: 1).replicate(0).shuffling(epoch: 0))
    #expect(batches.map(\.count) == [4, 4, 2])
    #expect(batches.flatMap { $0 }.sorted() == Array(0..<10))
    #expect(batches.flatMap { Array($0) } == batches.order)
    #expect(examples.batches(of: 5).map(Array.init) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]])
  }

  @Test
  func `the order belongs to the replicate and the epoch`() throws {
    let examples = try examples()
    let order = { (replicate: Int, epoch: Int) in
      examples.batches(of: 4, shuffledBy: RandomPlan(seed: 1).replicate(replicate).shuffling(epoch: epoch)).order
    }
    #expect(order(0, 0) == order(0, 0))
    #expect(order(0, 0) != order(0, 1))
    #expect(order(0, 0) != order(1, 0))
  }

  @Test
  func `a batch is gathered in its order`() throws {
    let examples = try examples()
    let all = examples.features
    let indices: [UInt32] = [7, 0, 3]
    let batch = [Float](unsafeUninitializedCapacity: 12) { buffer, filled in
      examples.gather(indices[...], into: buffer)
      filled = 12
    }
    #expect(batch == indices.flatMap { all[Int($0) * 4..<Int($0) * 4 + 4] })
    #expect(examples.prefix(3).features == Array(all.prefix(12)))
  }
}
