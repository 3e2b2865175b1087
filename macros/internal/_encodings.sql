{% macro _encodings() %}
    {#- What a declaration may ask for: {encoding: the kinds of columns it reads (assay.column_kind), whether it takes
        several columns together, and its parameters with their defaults; none must be declared}. The same list is
        in python/assay/inputs/encodings.py, and a test keeps the two equal. -#}
    {%- set frequent = {'top_k': 32000, 'frequency_threshold': 5} -%}
    {%- set words = {'top_k': 1000, 'frequency_threshold': 5} -%}
    {%- set number, text = ['numeric'], ['text'] -%}
    {{ return({
        'standard_scaler': {'kinds': number, 'together': false, 'parameters': {}},
        'min_max_scaler': {'kinds': number, 'together': false, 'parameters': {}},
        'max_abs_scaler': {'kinds': number, 'together': false, 'parameters': {}},
        'robust_scaler': {'kinds': number, 'together': false, 'parameters': {}},
        'imputer': {'kinds': number, 'together': false, 'parameters': {'strategy': 'mean'}},
        'bucketize': {'kinds': number, 'together': false, 'parameters': {'edges': none}},
        'quantile_bucketize': {'kinds': number, 'together': false, 'parameters': {'buckets': none}},
        'normalizer': {'kinds': number, 'together': true, 'parameters': {'power': 2}},
        'polynomial_expand': {'kinds': number, 'together': true, 'parameters': {'degree': 2}},
        'feature_cross': {'kinds': text, 'together': true, 'parameters': frequent},
        'one_hot_encoder': {
            'kinds': text, 'together': false, 'parameters': dict(frequent, drop='none'),
        },
        'label_encoder': {'kinds': text, 'together': false, 'parameters': frequent},
        'target': {'kinds': text, 'together': false, 'parameters': {}},
        'weight_of_evidence': {'kinds': text, 'together': false, 'parameters': {}},
        'hash_bucketize': {'kinds': ['text', 'numeric'], 'together': false, 'parameters': {'buckets': none}},
        'multi_hot_encoder': {'kinds': text, 'together': false, 'parameters': words},
        'bag_of_words': {'kinds': text, 'together': false, 'parameters': words},
        'ngrams': {'kinds': text, 'together': false, 'parameters': dict(words, sizes=[2, 2])},
        'tf_idf': {'kinds': text, 'together': false, 'parameters': words},
        'cyclic': {'kinds': ['time', 'date'], 'together': false, 'parameters': {}},
    }) }}
{% endmacro %}
