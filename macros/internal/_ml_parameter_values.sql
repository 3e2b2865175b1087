{% macro _ml_parameter_values(learner, task) %}
    {#- [parameters, space] of the ml_model being built: its learner's defaults overridden by `parameters` and by
        options with BigQuery ML's names, and the ranges (assay.hparam_range, assay.hparam_candidates) among them. -#}
    {%- set parameters = assay.learner_parameters(learner, task) -%}
    {%- set known = parameters.keys() | list + assay.learners()[learner].get('further_parameters', []) -%}
    {%- set given = {'early_stopping_rounds': 20} if config.get('early_stop') else {} -%}
    {%- do given.update(config.get('parameters') or {}) -%}
    {%- for option, names in assay._ml_parameters().items() if config.get(option) is not none -%}
        {%- set value = config.get(option) -%}
        {%- set own = names | map('replace', '1/', '') | select('in', known) | list -%}
        {%- if learner == 'linear' and value == 0 -%}
            {#- No penalty is what least squares has. -#}
        {%- elif not own or (option == 'l1_reg' and learner not in ('lasso', 'elastic_net')) -%}
            {{ assay._refuse_ml(
                "sets " ~ option ~ ", which " ~ learner ~ " does not have; it has " ~ (known | join(', ') or 'none') ~ "."
            ) }}
        {%- else -%}
            {%- do given.update({own[0]: assay._ml_inverse(value) if '1/' ~ own[0] in names else value}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if learner == 'elastic_net' and config.get('l1_reg') and config.get('l2_reg') -%}
        {%- set l1, l2 = config.get('l1_reg'), config.get('l2_reg') -%}
        {%- if l1 is mapping or l2 is mapping -%}
            {{ assay._refuse_ml("searches l1_reg or l2_reg of an elastic net: search alpha and l1_ratio in parameters.") }}
        {%- endif -%}
        {%- do given.update({'alpha': l1 + l2, 'l1_ratio': l1 / (l1 + l2)}) -%}
    {%- endif -%}
    {%- set space = {} -%}
    {%- for name, value in given.items() -%}
        {%- if name not in known -%}
            {{ assay._refuse_ml(
                "sets '" ~ name ~ "', which " ~ learner ~ " does not have" ~ assay._did_you_mean(name, known) ~ ": it has "
                ~ (known | join(', ') or 'none') ~ "."
            ) }}
        {%- elif value is mapping -%}
            {%- if name not in assay._tunable_parameters() -%}
                {{ assay._refuse_ml("searches '" ~ name ~ "', which cannot be searched.") }}
            {%- endif -%}
            {%- do space.update({name: value}) -%}
        {%- else -%}
            {%- do parameters.update({name: value}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return([parameters, space]) }}
{% endmacro %}
