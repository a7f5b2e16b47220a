import Experiments
import NeuralNets
import Testing

struct CostTests {
  @Test
  func `multiply-adds are counted by hand`() throws {
    let evaluate = "epochs: 5, evaluate: { every: 2, training: 50 }"
    let spec = try Sample.read(Sample.changed("epochs: 2", evaluate)).configurations[0].spec
    let cost = Cost(of: spec, input: MapShape(channels: 784), outputs: 10)
    let forward = Double(784 * 16 + 16 * 16 + 16 * 10)
    #expect(cost.forward == forward)
    #expect(cost.training == 3 * forward * 200 * 5)
    #expect(cost.evaluation == forward * (3 * (50 + 100) + 100), "after epochs 2, 4 and 5, and the test split once")
    #expect(cost.seconds > 0 && cost.memory > 4 * forward)
  }
}
