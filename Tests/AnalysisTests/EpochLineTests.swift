import Analysis
import Experiments
import Testing

struct EpochLineTests {
  @Test(arguments: Metric.allCases)
  func `what a trial says after an epoch is read again as it was said`(metric: Metric) throws {
    let said = EpochLine(epoch: 3, epochs: 12, trainingLoss: 0.1 + 0.2, validation: (metric, 1e-300))
    let read = try #require(EpochLine(said.text))
    #expect(read.text == said.text && read.epoch == 3 && read.epochs == 12 && read.trainingLoss == 0.1 + 0.2)
    #expect(read.validation?.metric == metric && read.validation?.value == 1e-300)
  }

  @Test
  func `people read three digits of it`() {
    let said = EpochLine(epoch: 3, epochs: 12, trainingLoss: 0.0056123, validation: (.error, 0.14))
    #expect(said.words == "epoch 3 of 12: training loss 0.00561, validation error 14.0\(NumberText.space)%")
    #expect(
      EpochLine(epoch: 1, epochs: 2, trainingLoss: 2.3, validation: nil).words == "epoch 1 of 2: training loss 2.30")
  }

  @Test
  func `an epoch without a measure is read too, and nothing else is`() throws {
    let line = "epoch 1 of 2: training loss 2.3"
    #expect(EpochLine(line)?.text == line && EpochLine(line)?.validation == nil)
    #expect(EpochLine("epoch 1 of 2: training loss nan")?.trainingLoss.isNaN == true)
    for other in ["", "epoch one of 2: training loss 2", "epoch 1 of 2", "the trial was stopped"] {
      #expect(EpochLine(other) == nil)
    }
  }
}
