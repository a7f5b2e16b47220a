import Experiments
import Files
import NeuralNets

extension TrainingState {
  /// The state as bytes, the same for the same state.
  package var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.write(trial.hex)
    writer.write(place.epoch)
    writer.write(place.steps)
    writer.write(place.lossSum)
    writer.write(step)
    writer.write(list: memory.arrays) { $1.write($0) }
    writer.write(list: memory.statistics) { $1.write($0) }
    writer.write(list: memory.counts) { $1.write($0) }
    writer.write(averageCount)
    writer.write(list: averageSums) { $1.write($0) }
    writer.write(list: record.metrics) { $1.write($0) }
    writer.write(record.correctness)
    writer.write([spent.startedAt, spent.trainingSeconds, spent.evaluationSeconds, spent.cpuSeconds])
    return writer.bytes
  }

  /// Reads what `bytes` wrote.
  package init(_ bytes: [UInt8]) throws(MalformedBytes) {
    var reader = ByteReader(bytes)
    trial = TrialID(hex: try reader.text())
    var place = TrainingPlace(epoch: try reader.int(), steps: try reader.int())
    place.lossSum = try reader.double()
    self.place = place
    step = try reader.int()
    memory = NetworkMemory(
      arrays: try reader.list { reader throws(MalformedBytes) in try reader.floats() },
      statistics: try reader.list { reader throws(MalformedBytes) in try reader.doubles() },
      counts: try reader.list { reader throws(MalformedBytes) in try reader.doubles() })
    averageCount = try reader.int()
    averageSums = try reader.list { reader throws(MalformedBytes) in try reader.doubles() }
    var record = EvaluationRecord()
    record.metrics = try reader.list { reader throws(MalformedBytes) in try reader.metric() }
    record.correctness = try reader.byteArray()
    let spent = try reader.doubles()
    guard spent.count == 4, reader.isAtEnd else { throw reader.misfit() }
    record.seconds = spent[2]
    self.record = record
    self.spent = TrainingCost(
      startedAt: spent[0], trainingSeconds: spent[1], evaluationSeconds: spent[2], cpuSeconds: spent[3])
  }
}
