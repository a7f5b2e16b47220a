import Experiments
import GRDB

extension AnswerRecord {
  /// An inference record as its table takes it.
  init(_ record: InferenceRecord) {
    let (split, mode) = (record.request.split.rawValue, record.request.words)
    self.init(
      table: .inference, key: [split, mode], words: "inference by \(mode) on \(split)",
      numbers: record.values.map { measured in
        Number(
          columns: [measured.samples, measured.metric.rawValue], value: measured.value,
          line: "\(measured.samples) \(measured.metric.rawValue) \(String(measured.value.storedBits, radix: 16))")
      })
  }
}

extension Archive {
  /// The inference records of finished trials among these, in the order in which they were recorded.
  package func inference(of ids: [TrialID]) throws(ArchiveError) -> [TrialID: [InferenceRecord]] {
    try read { database in try answers(in: .inference, of: ids, Self.inferenceRecord, database) }
  }

  static func inferenceRecord(_ row: Row, _ numbers: [Row]) throws -> (InferenceRecord, AnswerRecord)? {
    guard let split = try Split(rawValue: row.value("split")),
      let request = try InferenceRequest.read(archived: row.value("mode"), on: split)
    else { return nil }
    let record = try InferenceRecord(
      request: request,
      values: numbers.compactMap { number in
        guard let metric = try InferenceMetric(rawValue: number.value("metric")),
          let value = try NumberState.value(of: number)
        else { return nil }
        return try InferenceValue(samples: number.value("samples"), metric: metric, value: value)
      })
    return (record, AnswerRecord(record))
  }
}

extension NumberState {
  /// The number of a row with a value and a state; nil for an unknown state.
  static func value(of row: Row) throws -> Double? {
    try NumberState(rawValue: row.value("state")).map { try $0.value(finite: row.value("value")) }
  }
}
