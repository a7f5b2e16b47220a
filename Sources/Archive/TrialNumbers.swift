import Experiments
import Foundation
import GRDB

/// Reads the numbers of a trial value by value; the words that come again every epoch are made once.
///
/// A trial is recorded in one transaction, so that its rows stand together: going through them in the order of the file
/// takes half as long as finding each by the index and sorting them.
struct TrialNumbers {
  private let database: Database
  private var subjects = Cycle<Subject>()

  init(_ database: Database) { self.database = database }

  /// The numbers in the order of their positions, without those of words that this version does not know.
  mutating func metrics(of trial: Int64) throws -> [EpochMetric] {
    var (count, first, last) = (0, Int64(0), Int64(0))
    try DirectStatement(Self.bounds, database).forEach(of: trial) { row in
      (count, first, last) = (Int(row.integer(0)), row.integer(1), row.integer(2))
    }
    guard count > 0, last - first == Int64(count) - 1 else { return try sorted(of: trial) }
    var (metrics, isInOrder, position) = ([EpochMetric](), true, Int64(-1))
    metrics.reserveCapacity(count)
    try DirectStatement(Self.together, database).forEach(of: first, last) { row in
      isInOrder = isInOrder && row.integer(6) > position
      position = row.integer(6)
      if let metric = metric(row) { metrics.append(metric) }
    }
    return isInOrder ? metrics : try sorted(of: trial)
  }

  /// The same where other rows stand between them, or they in another order.
  private mutating func sorted(of trial: Int64) throws -> [EpochMetric] {
    var metrics: [EpochMetric] = []
    try DirectStatement(Self.apart, database).forEach(of: trial) { row in
      if let metric = metric(row) { metrics.append(metric) }
    }
    return metrics
  }

  private static let bounds = "SELECT COUNT(*), MIN(id), MAX(id) FROM epochMetric WHERE trial = ?"
  private static let columns = "SELECT epoch, split, metric, layer, value, state, position FROM epochMetric"
  private static let together = columns + " WHERE id BETWEEN ? AND ? ORDER BY id"
  private static let apart = columns + " WHERE trial = ? ORDER BY position"

  private mutating func metric(_ row: FoundRow) -> EpochMetric? {
    let subject = subjects.element(where: { $0.isThat(of: row) }, orNew: { Subject(row) })
    let finite = row.kind(4) == .nothing ? Double.nan : row.real(4)
    let epoch = Int(row.integer(0))
    guard let known = subject.known, let value = Self.value(row, finite: finite), epoch <= EpochMetric.lastEpoch
    else { return nil }
    return EpochMetric(
      epoch: epoch, split: known.split, metric: known.metric, layer: known.layer, value: value)
  }

  private static func value(_ row: FoundRow, finite: Double) -> Double? {
    if row.text(5, is: finiteWord) { return finite }
    return NumberState(rawValue: String(decoding: row.bytes(5, isText: true), as: UTF8.self))?.value(finite: finite)
  }

  private static let finiteWord = Array(NumberState.finite.rawValue.utf8)
}

/// What a number is measured on, with its words as they stand in the file.
private struct Subject {
  private let split: [UInt8]
  private let metric: [UInt8]
  private let layer: [UInt8]
  /// Nil for words that this version does not know.
  let known: (split: Split, metric: Metric, layer: String)?

  /// From the columns 1 to 3.
  init(_ row: FoundRow) {
    func bytes(_ column: Int32) -> [UInt8] { Array(row.bytes(column, isText: true)) }
    (split, metric, layer) = (bytes(1), bytes(2), bytes(3))
    let words = [split, metric, layer].map { String(decoding: $0, as: UTF8.self) }
    known = Split(rawValue: words[0]).flatMap { split in
      Metric(rawValue: words[1]).map { (split, $0, words[2]) }
    }
  }

  func isThat(of row: FoundRow) -> Bool { row.text(1, is: split) && row.text(2, is: metric) && row.text(3, is: layer) }
}

extension FoundRow {
  /// Whether a text has these bytes.
  fileprivate func text(_ column: Int32, is bytes: [UInt8]) -> Bool {
    let text = self.bytes(column, isText: true)
    guard text.count == bytes.count, let start = text.baseAddress else { return bytes.isEmpty && text.isEmpty }
    return memcmp(start, bytes, bytes.count) == 0
  }
}
