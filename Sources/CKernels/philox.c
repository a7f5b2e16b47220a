#include "include/philox.h"
