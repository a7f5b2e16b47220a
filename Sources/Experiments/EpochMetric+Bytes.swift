import Files

extension ByteWriter {
  /// Writes a measured number with its place.
  package mutating func write(_ metric: EpochMetric) {
    write(metric.epoch)
    write(metric.split.rawValue)
    write(metric.metric.rawValue)
    write(metric.layer)
    write(metric.value)
  }
}

extension ByteReader {
  package mutating func metric() throws(MalformedBytes) -> EpochMetric {
    let epoch = try int()
    guard let split = Split(rawValue: try text()), let metric = Metric(rawValue: try text()) else { throw misfit() }
    return EpochMetric(epoch: epoch, split: split, metric: metric, layer: try text(), value: try double())
  }
}
