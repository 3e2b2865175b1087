{% macro encoded_value(feature, alias, decided_at, space=none) %}
    {#- The SQL of one position of the array: `feature` is an item of assay.feature_rows(...), `alias` the relation
        with the source columns, `decided_at` the SQL of the decision time, `space` as for assay.encoded_array. What a
        feature needs was fitted before; missing values stay missing unless the encoding gives them a place. -#}
    {%- set names = [] -%}
    {%- for column in feature.source_columns -%}
        {%- do names.append(alias ~ '.' ~ adapter.quote(column)) -%}
    {%- endfor -%}
    {%- set encoding, level, parameters = feature.encoding, feature.level, feature.parameters -%}
    {%- if encoding == 'boolean' -%}
        {{ return('cast(cast(' ~ names[0] ~ ' as boolean) as integer)') }}
    {%- elif encoding == 'time_part' -%}
        {{ return(assay.time_part('cast(' ~ names[0] ~ ' as timestamp)', level, decided_at)) }}
    {%- elif encoding == 'cyclic' -%}
        {%- set part, wave = level.split('.') -%}
        {{ return(assay.cyclic_time('cast(' ~ names[0] ~ ' as timestamp)', part, wave)) }}
    {%- elif encoding == 'one_hot' -%}
        {%- set text = assay.level_value(names[0]) if names | length == 1 else assay.feature_cross(names) -%}
        {{ return('case when ' ~ text ~ ' = ' ~ assay.text_literal(level) ~ ' then 1 else 0 end') }}
    {%- elif encoding == 'multi_hot_encoder' -%}
        {%- set place = assay.array_position(assay.text_items(names[0]), assay.text_literal(level)) -%}
        {{ return('case when ' ~ place ~ ' > 0 then 1 else 0 end') }}
    {%- elif encoding in ['bag_of_words', 'ngrams'] -%}
        {%- set size = level.split(' ') | length -%}
        {%- set terms = assay.ngrams(assay.words(names[0]), [size, size]) -%}
        {{ return('coalesce(' ~ assay.item_count(terms, assay.text_literal(level)) ~ ', 0)') }}
    {%- elif encoding == 'tf_idf' -%}
        {%- set terms = assay.words(names[0]) -%}
        {{ return(
            'coalesce(' ~ assay.item_count(terms, assay.text_literal(level)) ~ ' * cast(' ~ parameters[0]
            ~ ' as double) / nullif(' ~ assay.array_length(terms) ~ ', 0), 0)'
        ) }}
    {%- elif encoding == 'hash_bucketize' -%}
        {{ return(assay.hash_bucketize(names[0], parameters[0] | int)) }}
    {%- elif encoding in assay._looked_up_encodings() -%}
        {%- set position = feature.position -%}
        {%- if space -%}
            {%- set level_names = assay.array_value(space ~ '.feature_level_names', position) -%}
            {{ return('coalesce(' ~ assay.array_value(
                assay.array_value(space ~ '.feature_level_values', position),
                assay.array_position(level_names, assay.level_value(names[0]))
            ) ~ ', ' ~ assay.array_value(space ~ '.feature_priors', position) ~ ')') }}
        {%- endif -%}
        {{ return('coalesce(encoding_' ~ position ~ '.encoding, prior_' ~ position ~ '.prior)') }}
    {%- endif -%}

    {%- set numbers = [] -%}
    {%- for name in names -%}{%- do numbers.append(assay.numeric_value(name)) -%}{%- endfor -%}
    {%- if encoding in ['bucketize', 'quantile_bucketize'] -%}
        {{ return(assay.bucketize(numbers[0], parameters)) }}
    {%- elif encoding == 'normalizer' -%}
        {{ return(assay.numeric_value(assay.normalizer(numbers, parameters[0])[0])) }}
    {%- elif encoding == 'polynomial_expand' -%}
        {{ return(assay.numeric_value('(' ~ numbers | join(') * (') ~ ')')) }}
    {%- endif -%}
    {%- set centre, scale = feature.centre, feature.scale -%}
    {%- if encoding == 'imputer' -%}
        {%- set filled = 'coalesce(' ~ numbers[0] ~ ', cast(' ~ parameters[0] ~ ' as double))' -%}
        {{ return(assay._centred_value(filled, centre, scale)) }}
    {%- endif -%}
    {{ return(assay._centred_value(names[0], centre, scale)) }}
{% endmacro %}
