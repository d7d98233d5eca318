/* SPDX-License-Identifier: MIT */
#include "core/error.h"
