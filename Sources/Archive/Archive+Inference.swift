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

  static func inferenceRecord(_ row: Row, _ numbers: [Row]) -> (InferenceRecord, AnswerRecord)? {
    guard let split = Split(rawValue: row["split"]),
      let request = InferenceRequest.read(archived: row["mode"], on: split)
    else { return nil }
    let record = InferenceRecord(
      request: request,
      values: numbers.compactMap { number in
        guard let metric = InferenceMetric(rawValue: number["metric"]), let value = NumberState.value(of: number)
        else { return nil }
        return InferenceValue(samples: number["samples"], metric: metric, value: value)
      })
    return (record, AnswerRecord(record))
  }
}

extension NumberState {
  /// The number of a row with a value and a state; nil for an unknown state.
  static func value(of row: Row) -> Double? {
    NumberState(rawValue: row["state"]).map { $0.value(finite: row["value"]) }
  }
}
