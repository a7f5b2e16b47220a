import Experiments
import GRDB

extension AnswerRecord {
  /// A probe record as its table takes it.
  init(_ record: ProbeRecord) {
    self.init(
      table: .probe, key: [record.request.key], words: "the probe \(record.request.key)",
      numbers: record.values.map { found in
        let address = found.address
        let place = address.at.map { String($0.storedBits, radix: 16) } ?? "-"
        return Number(
          columns: [address.layer, address.statistic.rawValue, address.at], value: found.value,
          line: "\(address.layer) \(address.statistic.rawValue) \(place) \(String(found.value.storedBits, radix: 16))")
      })
  }
}

extension Archive {
  /// The probe records of finished trials among these, in the order in which they were recorded.
  package func probes(of ids: [TrialID]) throws(ArchiveError) -> [TrialID: [ProbeRecord]] {
    try read { database in try answers(in: .probe, of: ids, Self.probeRecord, database) }
  }

  static func probeRecord(_ row: Row, _ numbers: [Row]) throws -> (ProbeRecord, AnswerRecord)? {
    guard let request = try ProbeRequest.read(archived: row.value("request")) else { return nil }
    let record = try ProbeRecord(
      request: request,
      values: numbers.compactMap { number in
        guard let statistic = try ProbeStatistic(rawValue: number.value("statistic")),
          let value = try NumberState.value(of: number)
        else { return nil }
        return try ProbeValue(statistic, layer: number.value("layer"), at: number.value("place"), value)
      })
    return (record, AnswerRecord(record))
  }
}
