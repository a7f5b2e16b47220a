/// The texts that `new` writes: small, commented, and running as they are.
enum StartingPoint {
  /// An experiment that answers a question in seconds.
  static func experiment(named name: String) -> String {
    """
    # dropout-lab freeze \(name).yaml            keeps claims and plan before anything is read, if you want to prove that
    # dropout-lab run \(name).yaml               trains what is missing; the same command resumes
    # dropout-lab claims \(name)                 says what came of the claims
    # dropout-lab report \(name)                 writes its page with tables and figures
    # dropout-lab catalog                        lists networks, variants, data sets, metrics, plots
    \(body(named: name))
    """
  }

  private static func body(named name: String) -> String {
    """
    name: \(name)
    question: Does dropping half of the hidden units lower the test error?
    seed: 1                                     # decides all chance: data, weights, masks
    replicates: 6                               # repetitions of every configuration; fewer decide little
    baseline: { trial.dropout.hidden: none }    # what the others are compared with, pair by pair
    trial:
      dataset: { name: synthetic-digits, training: 500, validation: 300, test: 1000 }
      network: { mlp: { hidden: [64, 64] } }
      dropout: { hidden: none }                 # varied below
      optimizer: { sgd: { learningRate: 0.1, momentum: 0.9 } }
      training: { batchSize: 50, epochs: 6, schedule: linear, evaluate: { every: 2, training: 300 } }
    vary:                                       # every value makes a configuration; several paths are crossed
      trial.dropout.hidden:
        - none
        - { bernoulli: { rate: 0.5 } }          # the probability of dropping a unit
    claims:                                     # what the trials are to decide, written before anybody looks
      - id: lower
        statement: Dropping half of the hidden units lowers the test error.
        contrast:
          better: { trial.dropout.hidden: { bernoulli: { rate: 0.5 } } }
          than: { trial.dropout.hidden: none }
        scale: relative                         # effects are shares of the error without dropout
        delta: 0.05                             # the smallest effect that counts

    """
  }

  /// A notebook with one experiment, a figure, a table and values in its text.
  static func notebook(named name: String) -> String {
    """
    ---
    title: \(name)
    subtitle: What this page is about, in one line
    authors: []
    parameters: { epochs: 6 }                   # dropout-lab run \(name).md epochs=12
    ---

    <!-- Comments are not shown. `dropout-lab run \(name).md` writes the page; --format single, markdown, ipynb or pdf writes
    another kind of document. -->

    ## Question {#sec-question}

    Say what you expect before you look. The cell below trains the networks; it shows the answer in a sentence.

    ```{experiment}
    #| configurations: { without: none, with: bernoulli 0.5 }
    \(body(named: name).replacing("epochs: 6", with: "epochs: {{ parameter.epochs }}"))```

    ## Answer

    The test error is {{ \(name).without.test.error | percent }} without dropout and
    {{ \(name).with.test.error | percent }} with it, a paired difference of
    {{ \(name).with-without.test.error | points }} over {{ \(name).replicates }} replicates. @fig-curves shows how the
    networks learned, @tbl-numbers has every number.

    ```{plot}
    #| experiment: \(name)
    #| recipe: learning-curves
    #| label: fig-curves
    #| caption: Where the lines part, the network remembers rather than learns.
    ```

    ```{table}
    #| experiment: \(name)
    #| query: configurations
    #| label: tbl-numbers
    #| caption: The answer to @sec-question in numbers.
    ```

    """
  }
}
