#ifndef DL_CKERNELS_H
#define DL_CKERNELS_H

#include "activations.h"
#include "attention.h"
#include "batch-norm.h"
#include "convolutions.h"
#include "blocks.h"
#include "elementwise.h"
#include "embeddings.h"
#include "ensembles.h"
#include "examples.h"
#include "gelu.h"
#include "glyphs.h"
#include "learned-noise.h"
#include "mathematics.h"
#include "norms.h"
#include "pages.h"
#include "paths.h"
#include "philox.h"
#include "pooling.h"
#include "products.h"
#include "recurrent.h"
#include "reductions.h"
#include "residuals.h"
#include "sequences.h"
#include "updates.h"

#endif
