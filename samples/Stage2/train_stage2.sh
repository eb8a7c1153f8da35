#!/usr/bin/env bash
# Stage 2 from start to end on real nuScenes: ground-truth caches, check, training, evaluation.
#
#   samples/Stage2/train_stage2.sh                 what the settings below say
#   samples/Stage2/train_stage2.sh --max-steps 20  anything behind the name goes to `mapdet train` as well
#
# Every setting can also be given from outside: DATAROOT=/data/nuscenes VERSION=v1.0-mini samples/Stage2/train_stage2.sh
set -euo pipefail

# ---- Data -----------------------------------------------------------------------------------------------------------
DATAROOT=${DATAROOT:-data/nuscenes}            # holds v1.0-*/, maps/, samples/
VERSION=${VERSION:-v1.0-mini}                  # v1.0-mini | v1.0-trainval
TRAIN_SPLIT=${TRAIN_SPLIT:-train}              # with v1.0-mini: mini_train
VAL_SPLIT=${VAL_SPLIT:-val}                    # with v1.0-mini: mini_val
SPLIT_FILE=${SPLIT_FILE:-}                     # JSON of splits of your own; empty: the official ones

# ---- Model ----------------------------------------------------------------------------------------------------------
PRESET=${PRESET:-tiny}                         # tiny | small | blip2-vicuna-7b
CONFIG=${CONFIG:-}                             # a config.json that changes the preset; empty: none
VISION_PATH=${VISION_PATH:-}                   # vision.safetensors or a checkpoint's folder; empty: tiny trains one first
LLM_PATH=${LLM_PATH:-}                         # the folder of a LLaMA checkpoint; blip2-vicuna-7b needs one
QFORMER_PRETRAINED=${QFORMER_PRETRAINED:-}     # blip2 | none | a folder; empty: as the preset has it

# ---- Sizes and rates; empty: the preset's own -------------------------------------------------------------------------
EPOCHS=${EPOCHS:-}
BATCH_SIZE=${BATCH_SIZE:-}
ACCUMULATION_STEPS=${ACCUMULATION_STEPS:-}
NUM_WORKERS=${NUM_WORKERS:-}
LR_QFORMER=${LR_QFORMER:-}
LR_QUERIES=${LR_QUERIES:-}
LR_DECODER=${LR_DECODER:-}
WEIGHT_DECAY=${WEIGHT_DECAY:-}
WARMUP_STEPS=${WARMUP_STEPS:-}
GRAD_CLIP=${GRAD_CLIP:-}
PRECISION=${PRECISION:-}                       # fp32 | bf16
DEVICE=${DEVICE:-auto}                         # auto | cpu | cuda | cuda:N
SEED=${SEED:-}

# ---- Output ---------------------------------------------------------------------------------------------------------
OUTPUT_DIR=${OUTPUT_DIR:-outputs/stage2_$VERSION}  # run the script again after a stop: it goes on from the newest checkpoint
CACHE_DIR=${CACHE_DIR:-outputs/gt-cache/$VERSION}

# ---------------------------------------------------------------------------------------------------------------------
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
if command -v mapdet > /dev/null; then
    mapdet=(mapdet)
else
    dotnet build -c Release -v quiet --nologo "$repository/samples/Stage2"
    mapdet=(dotnet "$repository/samples/Stage2/bin/Release/net10.0/mapdet.dll")
fi

data=(--dataroot "$DATAROOT" --version "$VERSION")
if [[ -n $SPLIT_FILE ]]; then
    data+=(--split-file "$SPLIT_FILE")
fi

train_cache=$CACHE_DIR/$TRAIN_SPLIT.arrow
val_cache=$CACHE_DIR/$VAL_SPLIT.arrow

training=("${data[@]}" --gt-cache-train "$train_cache" --gt-cache-val "$val_cache" --preset "$PRESET" --device "$DEVICE")
add() { if [[ -n $2 ]]; then training+=("$1" "$2"); fi; }
add --config "$CONFIG"
add --vision-path "$VISION_PATH"
add --llm-path "$LLM_PATH"
add --qformer-pretrained "$QFORMER_PRETRAINED"
add --epochs "$EPOCHS"
add --batch-size "$BATCH_SIZE"
add --accumulation-steps "$ACCUMULATION_STEPS"
add --num-workers "$NUM_WORKERS"
add --lr-qformer "$LR_QFORMER"
add --lr-queries "$LR_QUERIES"
add --lr-decoder "$LR_DECODER"
add --weight-decay "$WEIGHT_DECAY"
add --warmup-steps "$WARMUP_STEPS"
add --grad-clip "$GRAD_CLIP"
add --precision "$PRECISION"
add --seed "$SEED"

"${mapdet[@]}" gt-cache "${data[@]}" --split "$TRAIN_SPLIT" --output "$train_cache"
"${mapdet[@]}" gt-cache "${data[@]}" --split "$VAL_SPLIT" --output "$val_cache"
"${mapdet[@]}" verify "${training[@]}"
"${mapdet[@]}" train "${training[@]}" --output-dir "$OUTPUT_DIR" --resume auto "$@"
"${mapdet[@]}" eval --checkpoint "$OUTPUT_DIR/best_model.safetensors" "${data[@]}" --split "$VAL_SPLIT" --output "$OUTPUT_DIR/metrics.json"
