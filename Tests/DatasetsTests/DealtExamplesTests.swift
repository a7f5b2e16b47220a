import Datasets
import Foundation
import Testing

struct DealtExamplesTests {
  /// 600 training examples: 300 of class 0, 200 of class 1, 100 of class 2, sorted by class; one byte each.
  static let dataset: LoadedDataset = {
    let labels =
      [UInt8](repeating: 0, count: 300) + [UInt8](repeating: 1, count: 200) + [UInt8](repeating: 2, count: 100)
    let shape = ExampleShape(height: 1, width: 2)
    let bytes = (0..<600).flatMap { [UInt8($0 / 256), UInt8($0 % 256)] }
    let training = StoredExamples(shape: shape, bytes: bytes, labels: labels)
    let test = StoredExamples(shape: shape, bytes: Array(bytes[..<100]), labels: (0..<50).map { UInt8($0 % 3) })
    return LoadedDataset(
      source: .folder(path: "f"), training: training, test: test, classes: 3, digest: smallFiles().digest)
  }()

  private func deal(
    _ training: Int, _ validation: Int, replicate: Int = 0, seed: UInt64 = 1,
    _ change: (inout DatasetSpec) -> Void = { _ in }
  ) throws -> DealtExamples {
    var spec = DatasetSpec(source: .folder(path: "f"), training: training, validation: validation, test: 30)
    spec.normalization = .none
    change(&spec)
    return try Self.dataset.deal(spec, seed: seed, replicate: replicate)
  }

  private func counts(_ examples: Examples) -> [Int] { (0..<3).map { c in examples.labels.count { $0 == c } } }

  @Test
  func `class shares are exact, with remainders to the largest`() throws {
    let dealt = try deal(120, 60)
    #expect(counts(dealt.training) == [60, 40, 20])
    #expect(counts(dealt.validation) == [30, 20, 10])
    // 100 of the remaining 540 (270, 180, 90): 50, 33.3, 16.7.
    #expect(counts(try deal(100, 60).training) == [50, 33, 17])
    #expect(counts(try deal(1, 60).training) == [1, 0, 0])
    #expect(counts(try deal(540, 60).training) == [270, 180, 90])
  }

  @Test
  func `every beginning of the training examples has the shares of the whole, to one example`() throws {
    let training = try deal(120, 60).training
    for count in 1...120 {
      for (found, share) in zip(counts(training.prefix(count)), [0.5, 1.0 / 3, 1.0 / 6]) {
        #expect(abs(Double(found) - share * Double(count)) <= 1, "\(found) of \(count)")
      }
    }
    #expect(training.prefix(500).count == 120)
    // Shares of 3 : 2 : 1 in the order of Webster's divisors 1, 3, 5, …
    #expect(training.labels.prefix(6) == [0, 1, 0, 2, 1, 0])
  }

  @Test
  func `training and validation share no example, and each example brings its own bytes and label`() throws {
    let dealt = try deal(400, 100)
    let positions = dealt.training.positions + dealt.validation.positions
    #expect(Set(positions).count == 500)
    for examples in [dealt.training, dealt.validation] {
      let features = examples.features
      for (row, position) in examples.positions.enumerated() {
        #expect(features[2 * row] * 256 + features[2 * row + 1] == Float(position))
        #expect(examples.labels[row] == UInt32(Self.dataset.training.labels[Int(position)]))
      }
    }
  }

  @Test
  func `the test split is the beginning of the test file, behind the training positions`() throws {
    let test = try deal(10, 10).test
    #expect(test.positions == (600..<630).map { UInt32($0) })
    #expect(test.labels == (0..<30).map { UInt32($0 % 3) })
    #expect(test.features.prefix(4) == [0, 0, 0, 1])
  }

  @Test
  func `kept classes are renumbered in the order written, with the shares, bytes and places that they have`() throws {
    let dealt = try Self.dataset.deal(
      DatasetSpec(
        source: .folder(path: "f"), training: 60, validation: 30, test: 20, normalization: .none, classes: [2, 0]),
      seed: 1, replicate: 0)
    #expect(dealt.training.targetShape == .classes(2))
    // Class 2 has 100 examples and class 0 has 300.
    #expect(counts(dealt.training) == [15, 45, 0])
    for examples in [dealt.training, dealt.validation] {
      let features = examples.features
      for (row, position) in examples.positions.enumerated() {
        #expect(features[2 * row] * 256 + features[2 * row + 1] == Float(position))
        #expect(Self.dataset.training.labels[Int(position)] == [2, 0][Int(examples.labels[row])])
      }
    }
    // Test labels of the file are 0, 1, 2, 0, …
    let rows: [UInt32] = (0..<30).filter { $0 % 3 != 1 }
    let labels: [UInt32] = rows.map { $0 % 3 == 2 ? 0 : 1 }
    #expect(dealt.test.positions == rows.map { 600 + $0 })
    #expect(dealt.test.labels == labels)
    let noisy = try deal(300, 60) { ($0.labelNoise, $0.classes) = (1, [2, 0]) }
    #expect(noisy.training.labels.allSatisfy { $0 < 2 })
  }

  @Test(arguments: [
    ([0, 3], 10, "f: classes has '3', but the classes of f are 0 to 2"),
    (
      [1, 2], 300,
      "f: training 300 and validation 10 need 310 examples, the training files have 300 of the classes 1, 2"
    ),
    ([1, 2], 20, "f: test 40 is more than the 33 test examples of the classes 1, 2"),
  ])
  func `classes that are not there, or too few examples of them, are refused`(
    classes: [Int], training: Int, sentence: String
  ) {
    let spec = DatasetSpec(
      source: .folder(path: "f"), training: training, validation: 10, test: 40, classes: classes)
    let error = #expect(throws: DatasetError.self) { try Self.dataset.deal(spec, seed: 1, replicate: 0) }
    #expect(error.map { "\($0)" } == sentence)
  }

  @Test
  func `replicates share validation examples and differ in training examples`() throws {
    let (first, second) = (try deal(100, 50, replicate: 0), try deal(100, 50, replicate: 1))
    #expect(first.validation.positions == second.validation.positions)
    #expect(first.training.positions != second.training.positions)
    #expect(try deal(100, 50, seed: 2).validation.positions != first.validation.positions)
    let fixed = try [0, 1].map { try deal(100, 50, replicate: $0) { $0.subset = .fixed }.training.positions }
    #expect(fixed[0] == fixed[1])
    #expect(fixed[0] != first.training.positions)
  }

  @Test
  func `the same data come out whatever was dealt before`() throws {
    let before = try deal(100, 50, replicate: 3)
    for replicate in [7, 0, 3, 2] { _ = try deal(37, 11, replicate: replicate) { $0.labelNoise = 0.5 } }
    let after = try deal(100, 50, replicate: 3)
    #expect(before.training.positions == after.training.positions)
    #expect(before.training.labels == after.training.labels)
  }

  @Test
  func `a larger training set holds a smaller one of equal shares`() throws {
    let small = Set(try deal(60, 60).training.positions)
    #expect(small.isSubset(of: try deal(240, 60).training.positions))
  }

  @Test
  func `label noise changes the stated share of training labels to other classes and nothing else`() throws {
    let clean = try deal(540, 60)
    let noisy = try deal(540, 60) { $0.labelNoise = 0.3 }
    #expect(noisy.training.positions == clean.training.positions)
    #expect(noisy.validation.labels == clean.validation.labels)
    #expect(noisy.test.labels == clean.test.labels)
    let wrong = zip(noisy.training.labels, clean.training.labels).count { $0 != $1 }
    // Four standard deviations of a binomial of 540 and .3 are 42.6.
    #expect(abs(wrong - 162) < 43, "\(wrong)")
    #expect(noisy.training.labels.allSatisfy { $0 < 3 })
    let more = try deal(540, 60) { $0.labelNoise = 0.6 }
    for (row, label) in noisy.training.labels.enumerated() where label != clean.training.labels[row] {
      #expect(more.training.labels[row] == label)
    }
    #expect(
      try deal(540, 60) { $0.labelNoise = 1 }.training.labels.enumerated().allSatisfy {
        $1 != clean.training.labels[$0]
      })
  }

  @Test
  func `each other class is equally likely under label noise`() throws {
    let noisy = try deal(540, 60) { $0.labelNoise = 1 }
    // 270 examples of class 0 become class 1 or 2; four standard deviations are 33.
    let ones = zip(noisy.training.labels, noisy.training.positions).count { $0 == 1 && $1 < 300 }
    #expect(abs(ones - 135) < 33, "\(ones)")
  }

  @Test
  func `standardised features have mean 0 and deviation 1 over the training examples, which scale all splits`() throws {
    let dealt = try deal(300, 60) { $0.normalization = .standardized }
    let features = dealt.training.features.map(Double.init)
    let mean = features.reduce(0, +) / Double(features.count)
    let variance = features.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(features.count)
    #expect(abs(mean) < 1e-6)
    #expect(abs(variance - 1) < 1e-5)
    let raw = try deal(300, 60)
    let slope = (dealt.test.features[3] - dealt.test.features[1]) / (raw.test.features[3] - raw.test.features[1])
    let rawTraining = raw.training.features
    let training = dealt.training.features
    let other = rawTraining.indices.first { rawTraining[$0] != rawTraining[0] } ?? 0
    #expect(abs((training[other] - training[0]) / (rawTraining[other] - rawTraining[0]) - slope) < 1e-5)
  }

  @Test
  func `unit features lie between 0 and 1`() throws {
    let features = try deal(540, 60) { $0.normalization = .unit }.training.features
    #expect(features.max() == 1)
    #expect(features.contains(Float(128) / 255))
  }

  @Test
  func `asking for more than there is says how much there is`() {
    expect("f: training 550 and validation 60 need 610 examples, the training files have 600") { try deal(550, 60) }
    expect("f: test 51 is more than the 50 test examples") { try deal(10, 10) { $0.test = 51 } }
  }

  private func expect(_ sentence: String, _ deal: () throws -> DealtExamples) {
    let error = #expect(throws: DatasetError.self) { _ = try deal() }
    #expect(error?.description == sentence)
    #expect(error?.kind == .unsuitable)
  }
}
